"""`init --from-hexo`: the posts and settings of a Hexo blog become a site of ours."""
