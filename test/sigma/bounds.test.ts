import { expect, test } from 'vitest';
import { boundsHold } from '../../src/sigma/bounds.ts';

test.each([
  [{ gt: 5 }, [6]],
  [{ gte: 5 }, [5, 6]],
  [{ lt: 5 }, [4]],
  [{ lte: 5 }, [4, 5]],
  [{ eq: 5 }, [5]],
  [{ neq: 5 }, [4, 6]],
  [{ gt: 4, lte: 6 }, [5, 6]],
  [{ gte: 4, neq: 5 }, [4, 6]],
])('of 4, 5 and 6, the bounds %j let through %j', (bounds, expected) => {
  expect([4, 5, 6].filter((value) => boundsHold(bounds, value))).toEqual(expected);
});
