// Functions of a class that only stand-ins may call: written as static methods, so that they see its private fields, and taken off the class before a
// program can see them.
export function takeInternals<Made extends object, Name extends keyof Made>(made: Made, ...names: Name[]): Pick<Made, Name> {
  const taken = {} as Pick<Made, Name>;
  for (const name of names) {
    taken[name] = made[name];
    delete (made as Partial<Made>)[name];
  }
  return taken;
}
