'use client';

import { useEffect, useState } from 'react';

/** The time of day, twice a second: a clock that shows seconds is then never a whole one late. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return now;
}
