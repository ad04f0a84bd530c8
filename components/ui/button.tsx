import type { ComponentProps, ReactNode } from 'react';

const LOOKS = {
  primary: 'bg-accent text-accent-text hover:bg-[color-mix(in_oklab,var(--color-accent)_88%,var(--color-text))]',
  plain: 'border border-line bg-surface text-text hover:border-line-strong hover:bg-raised',
  quiet: 'text-muted hover:bg-sunken hover:text-text',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS;
  readonly size?: 'small' | 'medium' | 'large';
  readonly icon?: ReactNode;
}

/** Under a finger, everything is at least 40 px high. */
const SIZES = {
  small: 'h-7 px-2 text-sm gap-1 touch:h-10 touch:min-w-10',
  medium: 'h-8 px-3 text-sm gap-2 touch:h-10',
  large: 'h-11 px-5 text-base gap-2',
} as const;

export function buttonClass(look: keyof typeof LOOKS, size: keyof typeof SIZES): string {
  return `inline-flex shrink-0 select-none items-center justify-center rounded font-medium whitespace-nowrap transition-colors duration-150 disabled:opacity-50 aria-disabled:opacity-50 ${SIZES[size]} ${LOOKS[look]}`;
}

export function Button({ look = 'plain', size = 'medium', icon, children, className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={`${buttonClass(look, size)} ${className}`} {...rest}>
      {icon}
      {children}
    </button>
  );
}
