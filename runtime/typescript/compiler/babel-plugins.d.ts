// Babel's plugins come without types.
declare module '@babel/plugin-transform-async-generator-functions' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
declare module '@babel/plugin-transform-async-to-generator' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
declare module '@babel/plugin-transform-typescript' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
