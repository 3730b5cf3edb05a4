/** Kebab-case. */
export const pluginIdPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
