import * as z from 'zod';
import { comparators, correlationTypes } from '../sigma/correlation-rule.ts';
import { levels, statuses } from '../sigma/rule.ts';
import { tactics, techniques } from './attack/attack.ts';
import { itemsSchema, nameSchemas, type Schema } from './item-schema.ts';
import { anyRuleTest } from './rule-tests/rule-test-format.ts';

/**
 * The JSON Schema of rule files, for completion and hints in an editor: it knows every service, event,
 * modifier and tag that trailbell does, and refuses none that it does not, which is for `rules check` to
 * judge. In draft 07, which editors know best.
 */
export function ruleSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A rule of trailbell: a Sigma detection rule, correlation rule or filter',
    type: 'object',
    anyOf: [{ required: ['title'] }, { required: ['action'] }],
    properties: {
      ...heading,
      logsource: {
        description: 'Which logs the rule is for.',
        type: 'object',
        properties: {
          product: suggested(['alicloud']),
          service: suggested(['actiontrail']),
          category: text(),
        },
        default: { product: 'alicloud', service: 'actiontrail' },
      },
      detection: {
        description: 'Selections by name, and the condition that puts them together.',
        type: 'object',
        required: ['condition'],
        properties: {
          condition: {
            description: "Such as 'selection and not 1 of filter_main_*'.",
            type: ['string', 'array'],
          },
        },
        additionalProperties: { $ref: '#/definitions/selection' },
      },
      correlation,
      filter: {
        description: 'What is ANDed to other rules: docs/rules.md, "Filters".',
        type: 'object',
        required: ['rules', 'condition'],
        properties: {
          rules: { description: "Ids or names of rules, or 'any'.", type: ['array', 'string'] },
          condition: { type: ['string', 'array'] },
        },
        additionalProperties: { $ref: '#/definitions/selection' },
      },
      action: { ...oneOf(['global', 'reset', 'repeat']), description: 'Joins documents.' },
      tests: {
        description: 'Records, or timelines of them, that the rule must match or must not.',
        type: 'array',
        items: testItems(),
      },
    },
    definitions: {
      selection: {
        anyOf: [
          { $ref: '#/definitions/items' },
          {
            type: 'array',
            items: { anyOf: [{ $ref: '#/definitions/items' }, { $ref: '#/definitions/value' }] },
          },
          { type: 'string' },
        ],
      },
      items: itemsSchema(),
      value: { type: ['string', 'number', 'boolean', 'null'] },
      values: {
        anyOf: [
          { $ref: '#/definitions/value' },
          { type: 'array', items: { $ref: '#/definitions/value' } },
        ],
      },
      ...nameSchemas(),
    },
  };
}

const heading: Schema = {
  title: text('What happened, in title case: the first line of the message.'),
  id: {
    ...text('A UUID of the rule’s own: what trailbell.yml calls it.'),
    format: 'uuid',
  },
  name: text('What correlation rules and filters may call it.'),
  status: { ...oneOf(statuses), description: 'record_only in trailbell.yml goes by it.' },
  level: { ...oneOf(levels), description: 'How grave a match is.' },
  description: text('Begins with Detects, and says why the level is what it is.'),
  author: text(),
  date: text('YYYY-MM-DD'),
  modified: text('YYYY-MM-DD'),
  references: texts('Pages that say more.'),
  tags: { ...texts('ATT&CK: attack.<tactic> and attack.t1234.001.'), items: tagSchema() },
  falsepositives: texts('When it rings although nothing is wrong.'),
  fields: texts('Fields of the event that the message shows.'),
  runbook: texts('What to do, in two or three steps, under the message.'),
  zh: {
    description: 'The same for messages in Chinese.',
    type: 'object',
    properties: { title: text(), runbook: texts() },
  },
};

const correlation: Schema = {
  description: 'What of the matches of other rules belongs together.',
  type: 'object',
  required: ['type', 'rules', 'timespan'],
  additionalProperties: false,
  properties: {
    type: oneOf(correlationTypes),
    rules: texts('Ids or names of rules.'),
    'group-by': texts('Fields, or aliases, whose values tell groups apart.'),
    timespan: {
      type: 'string',
      pattern: String.raw`^\d+[smhd]$`,
      examples: ['10m', '1h', '1d'],
    },
    condition: {
      description: 'Such as {gte: 5}; for the temporal types also an expression of rules.',
      anyOf: [
        { type: 'string' },
        {
          type: 'object',
          properties: {
            ...Object.fromEntries(comparators.map((name) => [name, { type: 'number' }])),
            field: { type: ['string', 'array'] },
            percentile: { type: 'number' },
          },
        },
      ],
    },
    aliases: { type: 'object' },
    generate: {
      description: 'Whether the rules it refers to ring on their own as well.',
      type: 'boolean',
    },
  },
};

function tagSchema(): Schema {
  const known = [
    ...tactics.map(({ tag, name }) => [`attack.${tag}`, name] as const),
    ...techniques.map(({ id, name }) => [`attack.${id.toLowerCase()}`, name] as const),
  ];
  return {
    anyOf: [
      { enum: known.map(([tag]) => tag), enumDescriptions: known.map(([, name]) => name) },
      { type: 'string' },
    ],
  };
}

/** Editors look up definitions from the root, so what zod says is put in as it is. */
function testItems(): Schema {
  const { $schema: _draft, ...schema } = z.toJSONSchema(anyRuleTest, {
    io: 'input',
    target: 'draft-7',
  });
  return schema;
}

function text(description?: string): Schema {
  return { type: 'string', ...(description && { description }) };
}

function texts(description?: string): Schema {
  return {
    ...(description && { description }),
    type: ['array', 'string'],
    items: { type: 'string' },
  };
}

/** Offered, though anything else may stand there. */
function suggested(names: readonly string[]): Schema {
  return { anyOf: [{ enum: names }, { type: 'string' }] };
}

function oneOf(names: readonly string[]): Schema {
  return { type: 'string', enum: names };
}
