/** Changes whenever the same program and seed may give other numbers. */
export const ENGINE_VERSION = '0.1.0';
