// Modules that programs import and that we stand in for: name -> the namespace, made anew for every worker.
export const SHIMS: Record<string, () => object> = {};
