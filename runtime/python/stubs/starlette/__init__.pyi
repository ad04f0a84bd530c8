# starlette 0.48 (BSD-3-Clause): the signatures of what the stand-in simulates.
