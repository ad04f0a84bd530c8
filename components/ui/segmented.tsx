'use client';

import type { ReactNode } from 'react';
import { useId } from 'react';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** The spoken name where the label is short or a picture. */
  readonly name: string;
  readonly lang?: string;
}
export interface SegmentedProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
}

/** A few exclusive choices in one line: native radio buttons, so arrow keys and screen readers know them. */
export function Segmented<Value extends string>({ legend, options, value, onChange }: SegmentedProps<Value>) {
  const group = useId();
  return (
    <fieldset className="flex h-8 shrink-0 items-center rounded border border-line p-[3px] touch:h-11 touch:p-px">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          title={option.name}
          className="relative flex h-full min-w-8 touch:min-w-10 cursor-pointer items-center justify-center rounded-[4px] px-2 text-xs font-medium text-muted transition-colors duration-150 select-none hover:text-text has-checked:bg-idle-soft has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            aria-label={option.name}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          <span aria-hidden="true" lang={option.lang}>
            {option.label}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
