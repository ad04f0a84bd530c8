"""The simulated machine that a program runs on. Shims use surge.kernel; nothing else here is for them."""
