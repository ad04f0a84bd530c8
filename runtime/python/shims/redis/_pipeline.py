"""What pipelines of both clients share: the stack of commands, and replies put back in their order."""

from redis._callbacks import shape
from redis.exceptions import ExecAbortError, RedisError, WatchError


class PipelineBase:
    def _begin(self, pool, transaction):
        self.connection_pool = pool
        self.connection = None
        self.transaction_wanted = transaction
        self.command_stack = []
        self.scripts = {}
        self.watching = False
        self.explicit_transaction = False

    def __len__(self):
        return len(self.command_stack)

    def __bool__(self):
        return True

    def multi(self):
        if self.explicit_transaction:
            raise RedisError("Cannot issue nested calls to MULTI")
        if self.command_stack:
            raise RedisError("Commands without an initial WATCH have already been issued")
        self.explicit_transaction = True

    def execute_command(self, *args, **options):
        if (self.watching or args[0] == "WATCH") and not self.explicit_transaction:
            return self.immediate_execute_command(*args, **options)
        self.command_stack.append((args, options))
        return self

    def _packet(self, commands, in_transaction):
        command = self.connection_pool.settings.encoder.command
        packet = [command(args) for args, _ in commands]
        return [["MULTI"], *packet, ["EXEC"]] if in_transaction else packet

    def _results(self, commands, replies, in_transaction, raise_on_error):
        reply = self.connection_pool.settings.encoder.reply
        results = [reply(each) for each in replies]
        if in_transaction:
            refused = [(i, error) for i, error in enumerate(results[1:-1]) if isinstance(error, Exception)]
            for i, error in refused:
                _annotate(error, i + 1, commands[i][0])
            results = results[-1]
            if isinstance(results, ExecAbortError) and refused:
                raise refused[0][1] from results
            if isinstance(results, Exception):
                raise results
            self.watching = False
            if results is None:
                raise WatchError("Watched variable changed.")
        shaped = []
        for i, (result, (args, options)) in enumerate(zip(results, commands)):
            if isinstance(result, Exception):
                _annotate(result, i + 1, args)
                if raise_on_error:
                    raise result
            else:
                result = shape(args[0], result, options)
            shaped.append(result)
        return shaped


def _annotate(error, number, args):
    command = " ".join(each if isinstance(each, str) else bytes(each).decode("utf-8", "replace") if isinstance(each, bytes) else str(each) for each in args)
    error.args = (f"Command # {number} ({command[:100]}) of pipeline caused error: {error.args}",) + error.args[1:]
