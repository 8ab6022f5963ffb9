"""The command `pressmark init --from-hexo`: makes a new site from the posts and settings of a Hexo blog."""
