"""The steps of a build in order: read, clean, index, plan, render, write.  None imports another."""
