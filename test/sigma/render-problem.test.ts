import { expect, test } from 'vitest';
import { renderProblem } from '../../src/sigma/render-problem.ts';

const problem = { code: 'bad-value', message: 'no', file: 'a.yml', line: 2, column: 8 } as const;

test('a problem is drawn with its line and a caret beneath its column', () => {
  expect(renderProblem(problem, 'title: T\nlevel: x\nid: y\n')).toBe(
    ['a.yml:2:8  bad-value  no', '  level: x', '         ^'].join('\n'),
  );
});

test('the caret stands right behind tabs, wide characters and carriage returns', () => {
  expect(renderProblem({ ...problem, line: 1, column: 2 }, '\tx\r\n')).toBe(
    ['a.yml:1:2  bad-value  no', '  \tx', '  \t^'].join('\n'),
  );
  expect(renderProblem({ ...problem, line: 1, column: 4 }, '删除: x')).toBe(
    ['a.yml:1:4  bad-value  no', '  删除: x', '  \u3000\u3000 ^'].join('\n'),
  );
});

test('a line that is not there is drawn empty', () => {
  expect(renderProblem({ ...problem, line: 9, column: 1 }, 'x')).toBe(
    ['a.yml:9:1  bad-value  no', '  ', '  ^'].join('\n'),
  );
});

test('control characters of a rule do not reach the terminal', () => {
  const drawn = renderProblem({ ...problem, line: 1, message: '\u001b[2J' }, 'a\u001b[31m\u202eb');
  expect(drawn).not.toContain('\u001b');
  expect(drawn).not.toContain('\u202e');
});
