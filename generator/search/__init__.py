"""The search index: the terms of posts, and the files in which a browser looks up the posts that contain them."""
