"""What `pressmark check` finds in a finished site: broken links, what the policy blocks, and what the site weighs."""
