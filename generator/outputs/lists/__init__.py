"""Lists of posts: which posts are in which list, its pages and its address, calendars, and overviews of all lists."""
