import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { sourceFiles } from './source-files.ts';

const RULES = path.join(import.meta.dirname, '../../.dependency-cruiser.json');

/**
 * Who may import whom. The parser must be swc: with TypeScript 7, whose JavaScript API is gone,
 * dependency-cruiser's default parser sees no TypeScript module at all and finds every rule kept. So
 * the modules it saw are compared with the files that exist.
 */
export async function checkDependencies(root: string, parser: 'swc' | 'tsc' = 'swc'): Promise<string[]> {
  const files = sourceFiles(root);
  const { output } = await cruise(
    ['packages', 'apps', 'tools', 'e2e'].filter((place) => files.some((file) => file.startsWith(`${place}/`))),
    {
      baseDir: root,
      ruleSet: JSON.parse(readFileSync(RULES, 'utf8')) as IFlattenedRuleSet,
      validate: true,
      parser,
      tsPreCompilationDeps: true,
      doNotFollow: { path: ['node_modules'] },
      exclude: { path: ['(^|/)(\\.next|\\.turbo|coverage|test-results)/'] },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'types', 'default', 'node'],
        extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json'],
      },
    },
  );
  if (typeof output === 'string') return [`dependency-cruiser gave text instead of a result: ${output.slice(0, 200)}`];
  return [...unseenFiles(files, output), ...violations(output)];
}

export function unseenFiles(files: readonly string[], result: Pick<ICruiseResult, 'modules'>): string[] {
  const seen = new Set(result.modules.map((module) => module.source));
  const unseen = files.filter((file) => !seen.has(file));
  if (unseen.length === 0) return [];
  const some = unseen.slice(0, 5).join(', ');
  return [`dependency-cruiser saw ${files.length - unseen.length} of ${files.length} modules; unseen: ${some}`];
}

function violations(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to, cycle }) => {
    const way = cycle === undefined ? `${from} → ${to}` : [from, ...cycle.map((step) => step.name)].join(' → ');
    return `${rule.name}: ${way}`;
  });
}
