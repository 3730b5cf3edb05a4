import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';

/** The process of a plugin is gone, or was ended: the request may succeed in a new one. */
export class PluginEnded extends PluginError {
  override readonly name = 'PluginEnded';
}
