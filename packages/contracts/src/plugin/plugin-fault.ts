/**
 * Why a plugin is refused, stopped or failing, what its host notes of it and why an act with it is refused: every code with its sentence, which names its values in braces. The
 * English of the hub and of the console is made of this table alone. `other`: what has no code of its own. Words of the
 * plugin itself and of the system are values.
 */
export const pluginFaultSentences = {
  other: '{message}',
  // What its code does.
  threw: '{message}',
  writes_files:
    'Plugins write no files: what it has to remember belongs into its state, what others should know into what it emits. It was refused with: {said}',
  out_of_reach:
    'Plugins have nothing but their folder, their events and their configuration: no other files, no programs, no network; a sink asks others by the fetch that it is lent. It was refused with: {said}',
  too_many_faults: 'It failed at {faults} of the last {events} events, the last time with: {last}',
  did_not_return: 'It did not return within {seconds} s at lane {lane}, offset {offset}.',
  unstorable: 'The database cannot store what it produced: {message}',
  undeclared_type: 'It derived an event of type "{type}", which its manifest does not declare.',
  metric_value: 'Its metric {metric} is {value}.',
  deadline_again: 'It asks for the deadline {deadline} again after it was fired.',
  deadlines_in_a_row: 'It asks for more than {deadlines} deadlines in a row.',
  no_deadline: 'It asks for the deadline "{deadline}", which is no instant.',
  no_json_value: 'Its {part} of {of} is no JSON: {found} at "{pointer}".',
  no_plain_object: 'Its {part} of {of} is no JSON: no plain object at "{pointer}".',
  promise:
    'Its {part} of {of} is a promise, and nobody waits for it: its functions answer at once, so none of them is async.',
  half_surrogate: 'Its {part} of {of} cannot be kept: half of a surrogate pair at "{pointer}".',
  nul_character: 'Its {part} of {of} cannot be kept: a NUL character at "{pointer}".',
  mixed_lanes:
    'Its key {key} comes from lane {first} and from lane {second}; keys that cross streams need scope "custom".',
  long_history: 'Its key {key} has more than {events} events and cannot be folded again.',
  not_folded_again: 'It gave no answer when its key was folded again.',
  fewer_answers: 'It gave fewer answers than asked.',
  key_count: 'It gave {keys} keys for {events} events.',
  long_key: 'Its keyOf gave no text of at most {characters} characters.',
  answer_count: 'It gave {answers} answers to {requests} requests.',
  wrong_index: 'It named event {index} of {count}; the first is 0.',
  // What its process does.
  ended_often: 'Its process ended {times} times within {within} s. The last time: {last}',
  ended: 'Its process ended ({how}).',
  ended_silently:
    'Its process ended with code 0 and said nothing. In Python its last line calls run_aggregator, run_detector or run_sink.',
  ended_saying: 'Its process ended ({how}). It said: {said}',
  killed: 'Its process was killed (SIGKILL): by somebody, or by the system for want of memory.',
  put_down: 'Its process was ended by the hub.',
  cannot_start: 'It cannot be started: {message}',
  memory: 'It used {used} MB of memory; {allowed} MB are allowed.',
  processor_time: 'It used {seconds} s of processor time without an answer.',
  no_answer: 'It did not answer "{request}" within {seconds} s.',
  held: 'It has worked for {seconds} s at an answer to "{request}". While events are recorded, it is let run a {share}th of the time until it answers.',
  other_version: 'It is version {version} now, no more {before}.',
  // How it speaks.
  wrong_answer: 'It answered with "{answer}" where "{asked}" was asked.',
  wrong_greeting: 'It answered "{asked}" with "{answer}".',
  wrong_request: 'It answered another request than the oldest one.',
  not_asked: 'It sent "{message}" without being asked.',
  long_request: 'A request to it is larger than a line may be: its states are too large.',
  long_line: 'It wrote a line of more than {mib} MiB: too much in its states, views or events, or a loop that prints.',
  no_json: 'It wrote a line that is not JSON: {line}.',
  no_message: 'It wrote a message that does not fit the protocol at "{pointer}": {message}.',
  no_manifest: 'Its manifest does not fit the contract at "{pointer}": {message}',
  too_deep: 'Its {part} is nested deeper than {levels} levels.',
  too_large: 'Its {part} takes more than {kib} KiB.',
  protocol_version: 'It speaks version {version} of the protocol; this hub speaks {own}.',
  // What it was given and what it says of itself.
  config: 'Its configuration does not fit: {reason}',
  config_at: 'Its configuration does not fit at "{pointer}": {message}',
  config_schema: 'Its config_schema cannot be taken at "{pointer}": {message}',
  manifest: 'Its manifest is wrong: {faults}',
  no_range: 'Its manifest is wrong: hub "{wants}" is no range of versions: write ^{has}, ~{has}, >={has}, {has} or *.',
  hub_range:
    'It was written for hub {wants}; this is {has}. Install a version of it for this hub, or test it here and name this hub in its manifest.',
  other_id: 'Its plugin.json says "{id}", itself "{own}".',
  other_kind: 'Its plugin.json says that its kind is {kind}, itself that it is {own}.',
  // How it is installed.
  gone: 'It is not installed any more: its folder is gone. Install it again, or disable it.',
  no_plugin_json: 'It has no plugin.json.',
  long_plugin_json: 'Its plugin.json is larger than {kib} KiB.',
  broken_plugin_json: 'Its plugin.json is not JSON: {message}.',
  plugin_json: 'Its plugin.json does not fit: {faults}',
  folder_name: 'Its folder is called "{folder}", its id is "{id}": give both one name.',
  no_main: 'Its "main" names {main}, which is not there.',
  main_outside: 'Its "main" names {main}, which lies outside its folder.',
  too_many_files: 'Its folder holds more than {files} files.',
  no_python: 'Python 3.11 or newer is needed to run it, and what is called python3 here is older or missing.',
  network:
    'Only sinks are lent a way to others: an {kind} makes the same of the same events whenever it is asked. Leave "network" out of its plugin.json, or name it in HUB_TRUSTED_PLUGINS to run it without isolation.',
  no_isolation:
    'Plugins cannot be isolated on this machine ({why}), and it is not trusted. Name it in HUB_TRUSTED_PLUGINS to run it without isolation.',
  // Why its folder is passed over.
  shipped_id: 'The installed plugin {plugin} does not run: a shipped plugin has that id.',
  folder_no_id: 'The folder "{folder}" holds no plugin: its name is no id.',
  // Where it stands.
  ahead: 'It has processed lane {lane} up to {offset}, but the log ends at {head}: an older log was restored.',
  no_checkpoints: 'Its checkpoints were removed: it is to run no longer.',
  unseen:
    'The process role has said nothing of it lately. See whether it runs, and whether the code of the live revision is installed.',
  stands_still: 'It has finished nothing for {minutes} minutes while {events} events wait for it.',
  // What its host notes in its log.
  started: 'Started as {state}.',
  started_quarantined: 'Started as {state}. It stays quarantined: {reason}',
  stopped: 'Stopped.',
  stopped_to_start: 'Stopped, to start again.',
  not_started: 'It does not start: {reason}',
  quarantined: 'Quarantined: {reason}',
  lines_dropped: '{lines} lines of its log were dropped: more than {most} in {seconds} s.',
  kept_as_other:
    'The code in its folder {folder} says that it is version {own}, so version {kept} is not there. Call the folder after {own}, or put the code of {kept} into it.',
  took_over: 'Took over from {from}, whose code is gone.',
  took_over_again:
    'Took over from {from}, whose code is gone. It was live before: it catches up in silence, then derives again.',
  left_events: '{events} events that wait in its inbox are left to {revision}.',
  no_take_over:
    '{revision} cannot take over: it folded in silence some of the {events} events for which {from}, whose code is gone, had still to derive. Install the code of {from} again, or discard {revision} and configure it anew.',
  // Why an act with it is refused.
  unknown_plugin: 'There is no plugin {plugin}. GET /activity/plugins lists those there are.',
  unknown_revision: '{plugin} has no revision {revision}. GET /activity/plugins/{plugin}/revisions lists them.',
  unconfirmed: 'Confirm with the id of the plugin: {plugin}. The figures people see change at once.',
  not_promoted: '{plugin} cannot run on this hub: {reason}',
  live_already: '{revision} is the live revision already.',
  ahead_of_live:
    '{revision} stands ahead of the live revision, and nobody would derive for what lies between. Wait until the live one has caught up, or discard it and configure it anew.',
  discarded: '{revision} was discarded, and its states with it. Configure a new revision.',
  shadow_refused: '{revision} does not start, so nobody would make its figures. Why: {reason}',
  retired_refused:
    '{revision} did not start when it was last tried, because its code refused its configuration. Go back to another revision by name, or discard this one and configure it anew: the shadow shows whether it starts. Why: {reason}',
  shadow_quarantined: '{revision} stands in quarantine. Lift it, or configure another one. Why: {reason}',
  far_behind: '{revision} is {events} events behind the live revision. Wait until it has caught up.',
  no_role_runs:
    '{revision} needs code of version {version}, and no process role runs that could say whether it is there. Start the process role first.',
  no_shipped_code:
    '{revision} needs code of version {version}, and {there} is there. Start a hub that ships {version} first.',
  no_installed_code:
    '{revision} needs code of version {version}, and {there} is there. Install version {version} of {plugin} first.',
  never_live: '{revision} was never live. Promote it instead.',
  nothing_former: 'No other revision was live before: there is nothing to go back to.',
  keys_in_hand:
    '{events} events wait in the inbox of {live} to be folded; there was no moment without. Try again, or pause the plugin and promote a little later: what waits is then left to {revision}.',
  live_is_kept: '{revision} is the live revision. Promote another one first.',
  nothing_to_compare: 'The states of {revision} were dropped. Configure a new revision to compare.',
  live_itself: '{revision} is the live revision. Compare a shadow or a retired one with it.',
  not_configured: '{plugin} cannot run, so it cannot be configured: {reason}',
  sink_refused: 'The sink {sink} cannot run: {reason}',
  unknown_sink: 'There is no sink {sink}. GET /activity/sinks lists those there are.',
  never_run: '{plugin} has never run, so it cannot be configured.',
  same_revision: 'Revision {revision} ({state}) is the same code with the same configuration.',
  fold_again_refused: '{plugin} cannot run, so nobody would fold it again: {reason}',
  nothing_folded: '{plugin} has never run: there is nothing to fold again.',
  live_of_other_code:
    'The live revision {revision} is code of version {version}, and version {installed} is installed, which would not make the same figures. Compare the shadow of {installed}, or configure the plugin to build one.',
  same_shadow:
    'Shadow {revision} is the same code with the same configuration, folded from history. Compare it with the live revision, then promote or discard it.',
  many_shadows: 'At most {most} shadows are built at once. Promote or discard one first.',
  // Why a configuration is refused.
  unreadable_schema: 'The plugin says in no readable way what it can be configured with. Ask its author.',
  setting_missing: '{setting} is required.',
  setting_unknown: '{setting} is no setting of this plugin.',
  setting_text: '{setting} must be a text.',
  setting_number: '{setting} must be a number.',
  setting_whole: '{setting} must be a whole number.',
  setting_switch: '{setting} must be true or false.',
  setting_list: '{setting} must be an array.',
  setting_object: '{setting} must be an object.',
  setting_empty: '{setting} must not be empty.',
  setting_long: '{setting} must have at most {limit} characters.',
  setting_few: '{setting} must have at least {limit} entries.',
  setting_many: '{setting} must have at most {limit} entries.',
  setting_small: '{setting} must be at least {limit}.',
  setting_large: '{setting} must be at most {limit}.',
  setting_above: '{setting} must be above {limit}.',
  setting_below: '{setting} must be below {limit}.',
  setting_step: '{setting} must be a multiple of {limit}.',
  setting_choice: '{setting} must be one of {choices}.',
  setting_pattern: '{setting} must match {pattern}.',
  setting_topic_pattern:
    '{setting} holds "{text}": it must be an event type or topic pattern with the prefix activity.',
  setting_host_port: '{setting} holds "{text}": it must be host:port.',
  setting_kafka_topic: '{setting} holds "{text}": a character or a placeholder that no topic of Kafka can have.',
  setting_rule: '{setting} {rule}.',
  // The same of its plugin.json and of its manifest.
  setting_no_field: '{setting} is no field of plugin.json.',
  setting_kebab_case: '{setting} holds "{text}": it must be kebab-case.',
  setting_plugin_file: '{setting} holds "{text}": it must be a file in the folder of the plugin.',
  setting_network_host:
    '{setting} holds "{text}": it must be a host such as api.example.org, *.example.org or api.example.org:8443, or a setting in braces that holds one.',
  setting_version: '{setting} holds "{text}": it must be a semantic version, such as 1.0.0.',
  setting_kind: '{setting} must be "{kind}", not "{text}".',
  setting_hub: '{setting} must name the range of hub versions it was written for.',
  setting_wording: '{setting} must have a text in en and ru.',
  setting_without_default: '{setting} must accept {text}: every setting needs a default.',
  setting_event_type: '{setting} holds "{text}": it must be an event type with the prefix activity, without *.',
  setting_window: '{setting} holds "{text}": it must be one of {choices}.',
} as const;

export type PluginFaultCode = keyof typeof pluginFaultSentences;
export const pluginFaultCodes = Object.keys(pluginFaultSentences) as [PluginFaultCode, ...PluginFaultCode[]];

export type PluginFaultValues = Readonly<Record<string, string | number>>;

/**
 * Where `reason`, `last` or `message` is a sentence of the same table, `reason_code` names it, and its values stand among these.
 * Where `faults` are several, `faults_0_code` names the first, and `faults_0_setting` is a value of it.
 */
export interface PluginFault {
  readonly code: PluginFaultCode;
  readonly values: PluginFaultValues;
}

export function pluginFaultSentence({ code, values }: PluginFault): string {
  return pluginFaultSentences[code].replaceAll(/\{(\w+)\}/g, (_braced, name: string) => String(values[name]));
}

/** What quotes another fault under a name of its own. */
export function quotingFault(
  code: PluginFaultCode,
  name: 'reason' | 'last' | 'message',
  quoted: PluginFault,
  values: PluginFaultValues = {},
): PluginFault {
  const quote = { [name]: pluginFaultSentence(quoted), [`${name}_code`]: quoted.code };
  return { code, values: { ...quoted.values, ...values, ...quote } };
}

const mostQuoted = 20;
const quotedValue = /^faults_(\d+)_(\w+)$/;

/** What quotes all that is wrong: whoever mends a file would else meet one fault after the other. */
export function quotingFaults(code: PluginFaultCode, faults: readonly PluginFault[]): PluginFault {
  const quoted = faults.slice(0, mostQuoted);
  const values = quoted.flatMap((each, at) =>
    Object.entries({ ...each.values, code: each.code }).map(([name, value]) => [`faults_${at}_${name}`, value]),
  );
  return { code, values: { faults: quoted.map(pluginFaultSentence).join(' '), ...Object.fromEntries(values) } };
}

/** What was quoted so, each as a fault again, if it was. */
export function quotedFaults(values: PluginFaultValues): readonly PluginFault[] {
  const quoted: Record<string, string | number>[] = [];
  for (const [name, value] of Object.entries(values)) {
    const [, at, own = ''] = quotedValue.exec(name) ?? [];
    if (at !== undefined) quoted[Number(at)] = { ...quoted[Number(at)], [own]: value };
  }
  return quoted.flatMap(({ code, ...own }) => {
    const known = pluginFaultCodes.find((each) => each === code);
    return known === undefined ? [] : [{ code: known, values: own }];
  });
}

/** What a plugin printed, or what its host says of it. */
export type PluginSaying = string | PluginFault;

export function pluginSayingText(saying: PluginSaying): string {
  return typeof saying === 'string' ? saying : pluginFaultSentence(saying);
}

/** How the database and the API tell it: with its sentence. What was written before there were codes has the sentence alone. */
export interface ToldFault {
  readonly reason: string;
  readonly reason_code: PluginFaultCode | null;
  readonly reason_values: PluginFaultValues | null;
}

/** What was told, as a fault again. */
export function pluginFaultOf({ reason, reason_code: code, reason_values: values }: ToldFault): PluginFault {
  // A newer hub may have written it.
  if (code === null || !Object.hasOwn(pluginFaultSentences, code))
    return { code: 'other', values: { message: reason } };
  return { code, values: values ?? {} };
}
