"""From a file to text, blocks and passages: opened with care, read in a process of its own.

`opening` reads a file's bytes, `process` has them read by a child process, `child` is what runs there, with one
module a format. The child imports this package too: it stays empty so that the child starts quickly.
"""
