"""The search index: terms of posts, the posts that contain each term, and the files in which a browser looks them up."""
