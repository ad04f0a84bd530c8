// Exit codes of `surge`: 0 ran, 1 the program failed, 2 bad usage or a bad world file.
export const EXIT = { ran: 0, guestFailed: 1, badUsage: 2 } as const;

/** Something that the user can put right: printed as it is, without a stack. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The program under test failed; printed as it is. */
export class GuestFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GuestFailure';
  }
}
