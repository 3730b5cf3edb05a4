import {
  type PluginFault,
  type PluginFaultCode,
  type PluginFaultValues,
  pluginFaultSentence,
} from '@activity-hub/contracts/plugin/plugin-fault';

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
