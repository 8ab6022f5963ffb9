"""`init --from-hexo`: makes a site from the posts and settings of a Hexo blog."""
