/** `check` on exercises: a line each, with what can be run; files beside them are found; broken ones fail with their places. */
import { describe, expect, it } from 'vitest';
import { run } from './test-io';
import { TEST_BASE, TEST_EXERCISE } from '@/course/test-exercise';

const NAMED = { ...TEST_EXERCISE, base: 'base.json' };

describe('check on an exercise', () => {
  it('reads it with the files beside it', async () => {
    const files = { 'own/exercise.json': JSON.stringify(NAMED), 'own/base.json': JSON.stringify(TEST_BASE) };
    const { code, out, err } = await run(['check', 'own/exercise.json', '--seeds', '1..3'], files);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toBe(
      'ok      own/exercise.json  valid exercise, 1 question, 2 of 3 options can be run, 1 lab, 1 moment\n1 passed, 0 failed\n',
    );
  });

  it('knows one by its format, whatever it is called', async () => {
    const { out } = await run(['check', 'mine.json'], { 'mine.json': JSON.stringify(TEST_EXERCISE) });
    expect(out).toContain('ok      mine.json  valid exercise');
  });

  it('fails one that names what is not there, or figures that do not exist', async () => {
    const [question] = TEST_EXERCISE.questions;
    const options = [
      { ...question?.options[0], figures: [{ metric: 'nodes.shop.queue.most', label: 'x' }] },
      ...(question?.options.slice(1) ?? []),
    ];
    const files = {
      'own/exercise.json': JSON.stringify(NAMED),
      'odd.json': JSON.stringify({ ...TEST_EXERCISE, questions: [{ ...question, options }] }),
      'broken/exercise.json': '{',
    };
    const { code, out, err } = await run(['check', 'own/exercise.json', 'odd.json', 'broken/exercise.json'], files);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'FAILED  own/exercise.json  not valid: 1 problem',
      'FAILED  odd.json  not valid: 1 problem',
      'FAILED  broken/exercise.json  not valid: 1 problem',
      '0 passed, 3 failed',
      '',
    ]);
    expect(err).toContain('own/base.json: file: there is no such file, or it is no JSON');
    expect(err.join('\n')).toContain('own/exercise.json: base: names the file “base.json”, which is not here');
    expect(err.join('\n')).toContain(
      'odd.json: questions.0.options.0: the report of this run has no figure “nodes.shop.queue.most”',
    );
    expect(err.join('\n')).toMatch(/broken\/exercise\.json: line 1, column \d+: /);
  });
});
