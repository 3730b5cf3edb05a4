import { type PluginFault, type PluginFaultCode, type PluginFaultValues, pluginFaultSentence } from './plugin-fault.ts';

/** Something is wrong with a plugin; its sentence is that of its code. */
export class PluginError extends Error {
  override readonly name: string = 'PluginError';
  readonly fault: PluginFault;

  constructor(code: PluginFaultCode, values: PluginFaultValues = {}, options?: ErrorOptions) {
    super(pluginFaultSentence({ code, values }), options);
    this.fault = { code, values };
  }
}

/** Why, as far as there is a code for it. */
export function pluginFaultOfError(error: unknown): PluginFault {
  if (error instanceof PluginError) return error.fault;
  return { code: 'other', values: { message: error instanceof Error ? error.message : String(error) } };
}

const maxReason = 2_000;

/** What a call of plugin code ended with: what its host found wrong, else the author's own words. */
export function thrownFault(error: unknown): PluginFault {
  return error instanceof PluginError ? error.fault : { code: 'threw', values: { message: reasonOf(error) } };
}

/** What a person reads of a plugin's failure. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, maxReason);
}
