import { pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import { discoverPlugins } from '../../plugins/discover-plugins.ts';
import { folderOf, ownerOf } from '../../plugins/plugin-descriptor.ts';
import { reasonNotToList } from '../../plugins/reason-not-to-list.ts';
import { type Diagnosis, diagnosesOf, reasonWithoutAddress } from './diagnosis.ts';

const { warning, failure } = diagnosesOf('Plugins');

/** Folders among the installed plugins that the hub passes over: nothing else can name them, as they have no name. */
export async function diagnoseFolders(directory: string, reserved: ReadonlySet<string>): Promise<readonly Diagnosis[]> {
  try {
    const found = await discoverPlugins(directory);
    return found.flatMap((each) => {
      const fault = reasonNotToList(ownerOf(each).id, reserved);
      return fault === undefined ? [] : [judgeFolder(folderOf(each), directory, pluginFaultSentence(fault))];
    });
  } catch (error) {
    return [failure('folder', reasonWithoutAddress(error), 'See what HUB_PLUGINS_DIR names, and who may read it.')];
  }
}

function judgeFolder(folder: string, directory: string, reason: string): Diagnosis {
  const advice = `In ${directory}, give the folder and the "id" in its plugin.json another name in kebab-case, or remove it.`;
  return warning(`folder ${folder}`, reason, advice);
}
