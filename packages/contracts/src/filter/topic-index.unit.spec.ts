import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalTopicPattern, topicMatches } from '../topic.ts';
import { TopicIndex } from './topic-index.ts';

const part = fc.constantFrom('a', 'b', 'c');
const eventType = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => ['activity', ...parts].join('.'));
const pattern = fc
  .tuple(fc.array(fc.oneof(part, fc.constant('*')), { maxLength: 4 }), fc.constantFrom('', '**', 'a'))
  .map(([parts, last]) => canonicalTopicPattern([...parts, ...(last === '' ? [] : [last])].join('.') || '**'))
  .filter((canonical) => canonical !== undefined);

describe('an index of topics', () => {
  it('finds exactly what topicMatches covers, in the order given, also when asked again', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 20 }), fc.array(eventType, { maxLength: 10 }), (patterns, types) => {
        const index = new TopicIndex(patterns.map((text, at) => [text, at] as const));
        for (const type of [...types, ...types]) {
          expect(index.find(type)).toEqual(patterns.flatMap((text, at) => (topicMatches(text, type) ? [at] : [])));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps two entries of one pattern and finds nothing for a type nobody wants', () => {
    const index = new TopicIndex([
      ['activity.learning.*', 'first'],
      ['activity.work.completed', 'other'],
      ['activity.learning.*', 'second'],
    ]);
    expect(index.find('activity.learning.started')).toEqual(['first', 'second']);
    expect(index.find('activity.social.liked')).toEqual([]);
    expect(new TopicIndex<string>([]).find('activity.social.liked')).toEqual([]);
  });

  it('stays right after more types than it remembers', () => {
    const index = new TopicIndex([['activity.*', 1]]);
    for (let n = 0; n < 2_500; n += 1) expect(index.find(`activity.t${n}`)).toEqual([1]);
    expect(index.find('activity.t0')).toEqual([1]);
    expect(index.find('activity.t0.deep')).toEqual([]);
  });
});
