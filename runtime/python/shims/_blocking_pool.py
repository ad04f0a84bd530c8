"""A pool of connections for blocking code: def routes, asyncio.to_thread, code that blocks the loop.

Functions in virtual threads run one after the other, each at once and on its own clock, so a counter of free connections
would be wrong: what one thread gave back at 30 ms is not free for another at 5 ms, although that one runs later. Each
place of the pool therefore knows from which virtual time on it is free, and who finds none waits for the earliest.

A connection may also be held over several calls into threads (a `def` dependency that yields a session). When it will
come back is not known to the others that run meanwhile, and they cannot give way. They wait for as long as the pool's
connections were held on average so far, and if it has not come back by then they use a spare: there may be more
connections open than the pool has places, but no more of its users than places at any time, on average. What was held for
very much longer is taken to be lost: a program that forgets to give connections back runs out of them.
"""

from surge import kernel

_FOREVER = float("inf")
# What a place that is held is taken to last before any was given back.
FIRST_GUESS_NS = 1_000_000
# A connection that was held for longer than both of these will not come back.
LOST_AFTER_NS = 1_000_000_000
LOST_AFTER_TYPICAL = 20


class Place:
    """One place of a pool, and the connection that stays in it while nobody uses it."""

    __slots__ = ("item", "free_ns", "leases", "due_ns")

    def __init__(self):
        self.item = None
        # Free from here on, while nobody has it.
        self.free_ns = 0
        # Who has it: one lease, or more while spares are in use.
        self.leases = []
        # When they are taken to have given it back.
        self.due_ns = 0


class Lease:
    """What take() gives: item is an open connection, or None when the taker has to open one."""

    __slots__ = ("item", "place", "since_ns", "owner")

    def __init__(self, item, place, since_ns, owner):
        self.item = item
        self.place = place
        self.since_ns = since_ns
        # The virtual thread that took it, None for the loop.
        self.owner = owner


class BlockingPool:
    """size: how many may be used at once, None for any number; keep: how many stay open when nobody uses them.

    lifo: whether the connection that came back last is taken first. resource: where waits and uses are recorded, or None.
    what: name of a wait, for the diagnosis.
    """

    __slots__ = ("size", "keep", "lifo", "what", "resource", "places", "_spares", "_held_ns", "_given_back")

    def __init__(self, size, what, *, keep=None, lifo=True, resource=None):
        self.size = size
        self.keep = size if keep is None else keep
        self.lifo = lifo
        self.what = what
        self.resource = None
        if resource is not None:
            self.watch(resource)
        self.places = []
        # Connections beyond the places, for those whose place was not given back when it should have been.
        self._spares = []
        self._held_ns = 0
        self._given_back = 0

    def watch(self, resource):
        """Where waits and uses are recorded from now on."""
        self.resource = resource
        if resource.lifted:
            self.size = None

    def take(self, timeout_s=None):
        """Waits for a connection. None: the time-out came first, and it was waited for. A time-out of 0 never waits."""
        now = kernel.now_ns()
        place = self._free_place(now)
        queue = 0
        if place is None:
            if timeout_s == 0:
                return None
            place, free_ns = self._next_place(now)
            queue = self.waiting(now)
            if timeout_s is not None and free_ns - now > timeout_s * 1e9:
                kernel.block(round(timeout_s * 1e9), self.what)
                if self.resource is not None:
                    self.resource.waited(kernel.now_ns() - now, queue)
                return None
            if free_ns == _FOREVER:
                _deadlock(self.what)
            if free_ns > now:
                kernel.block(free_ns - now, self.what)
        if self.resource is not None:
            self.resource.waited(kernel.now_ns() - now, queue)
        return self._grant(place)

    def give_back(self, lease, item):
        """item: the connection, None when it was closed. Returns whether the pool keeps it; if not, the caller closes it."""
        now = kernel.now_ns()
        place = lease.place
        held = max(0, now - lease.since_ns)
        self._held_ns += held
        self._given_back += 1
        if self.resource is not None:
            self.resource.held(held)
        place.leases.remove(lease)
        if place.leases:
            # Somebody else uses the place meanwhile.
            if item is not None:
                self._spares.append(item)
            return item is not None
        place.free_ns = now
        idle = sum(1 for other in self.places if other.item is not None)
        if item is None or idle >= self.keep:
            place.item = None
            if self.size is None:
                self.places.remove(place)
            return False
        place.item = item
        return True

    def idle_items(self):
        """The connections that nobody uses, in the order in which their places were made; they leave the pool."""
        items = []
        for place in self.places:
            if place.item is not None:
                items.append(place.item)
                place.item = None
        items += self._spares
        self._spares.clear()
        return items

    def waiting(self, now):
        """How many have a place from a later time on: they wait at `now`."""
        return sum(1 for place in self.places if place.leases and place.leases[-1].since_ns > now)

    def used(self, now):
        """Places that are taken at a time."""
        return sum(1 for place in self.places if place.leases or place.free_ns > now)

    def _free_place(self, now):
        best = None
        for place in self.places:
            if not place.leases and place.free_ns <= now:
                if best is None or (place.item is not None, place.free_ns if self.lifo else -place.free_ns) > (
                    best.item is not None,
                    best.free_ns if self.lifo else -best.free_ns,
                ):
                    best = place
        if best is not None and best.item is not None:
            return best
        if self.size is None or len(self.places) < self.size:
            best = Place()
            self.places.append(best)
        return best

    def _next_place(self, now):
        """The place that is free first, and when."""
        thread = kernel.worker.thread
        typical_ns = self._typical_ns()
        lost_ns = now - max(LOST_AFTER_NS, LOST_AFTER_TYPICAL * typical_ns)
        best, best_ns = self.places[0], _FOREVER
        for place in self.places:
            leases = place.leases
            if not leases:
                free_ns = place.free_ns
            elif leases[0].owner is thread or leases[0].since_ns < lost_ns:
                # Held by the very code that now waits, or by a coroutine while the loop is blocked; or forgotten.
                free_ns = _FOREVER
            else:
                free_ns = max(now, place.due_ns)
            if free_ns < best_ns:
                best, best_ns = place, free_ns
        return best, best_ns

    def _grant(self, place):
        now = kernel.now_ns()
        item, place.item = place.item, None
        if item is None and place.leases and self._spares:
            item = self._spares.pop()
        place.due_ns = now + self._typical_ns()
        lease = Lease(item, place, now, kernel.worker.thread)
        place.leases.append(lease)
        return lease

    def _typical_ns(self):
        return self._held_ns // self._given_back if self._given_back else FIRST_GUESS_NS


def _deadlock(what):
    line = kernel.user_line()
    message = f"{what}: every connection is held by the code that waits for one, and there is no time-out"
    kernel.worker.set_fault("deadlock", message, line)
    raise RuntimeError(message)
