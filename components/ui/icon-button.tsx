import type { ComponentProps } from 'react';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** What the button does; also its tooltip. */
  readonly label: string;
  readonly size?: 'small' | 'medium';
}

export function IconButton({ label, size = 'medium', className = '', type = 'button', ...rest }: IconButtonProps) {
  const box = `${size === 'small' ? 'size-6' : 'size-8'} touch:size-10`;
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={`inline-flex ${box} shrink-0 items-center justify-center rounded text-muted transition-colors duration-150 hover:bg-sunken hover:text-text disabled:opacity-50 ${className}`}
      {...rest}
    />
  );
}
