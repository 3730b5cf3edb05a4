import { describe, expect, it } from 'vitest';
import { createIngestSessions, noteAnswer, resume } from './ingest-sessions.ts';

describe('a session', () => {
  it('belongs to the key that made it', () => {
    const sessions = createIngestSessions();
    const own = sessions.open(undefined, 'lms');
    noteAnswer(own, 5, undefined);
    expect(sessions.open(own.id, 'lms')).toBe(own);
    const other = sessions.open(own.id, 'crm');
    expect([other.id === own.id, other.acknowledged]).toEqual([false, 0]);
  });

  it('ends the connection that used it before', () => {
    const sessions = createIngestSessions();
    const session = sessions.open(undefined, null);
    let released = 0;
    session.release = () => {
      released++;
    };
    sessions.open(session.id, null);
    expect(released).toBe(1);
  });

  it('repeats what was not stored and not received', () => {
    const session = createIngestSessions().open(undefined, 'lms');
    noteAnswer(session, 1, undefined);
    noteAnswer(session, 2, 'refused 2');
    noteAnswer(session, 3, 'refused 3');
    noteAnswer(session, 4, undefined);
    expect(resume(session, 2)).toEqual({ acknowledged: 4, answers: ['refused 3'] });
    expect(resume(session, 4)).toEqual({ acknowledged: 4, answers: [] });
  });

  it('starts where the client stands once an answer is forgotten', () => {
    const session = createIngestSessions().open(undefined, 'lms');
    for (let seq = 1; seq <= 10; seq++) noteAnswer(session, seq, 'x'.repeat(4_000));
    expect(session.kept.map(({ seq }) => seq)).toEqual([7, 8, 9, 10]);
    expect(resume(session, 3)).toEqual({ acknowledged: 3, answers: [] });
    expect(resume(session, 6).answers).toHaveLength(4);
    expect(resume(session, 6).acknowledged).toBe(10);
  });
});
