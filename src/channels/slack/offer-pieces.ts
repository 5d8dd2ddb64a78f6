import type { ActionsBlock, Button, RichTextElement } from '@slack/types';
import type { Offer } from '../../model/action.ts';
import { characters, cut } from '../cut.ts';
import { layOutOffers } from '../lay-out-offers.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element, of its label and of what is read out. */
const LABEL_CHARACTERS = 75;

/**
 * Links to the pages of the offers, in at most `max` characters of JSON. Slack tells the app of every press,
 * of a button with an address as well, and warns the reader where the app does not answer, so what only
 * opens a page is no button: https://docs.slack.dev/reference/block-kit/block-elements/button-element
 */
export function offerLinks(offers: readonly Offer[], max: number): RichTextElement[] {
  const write = ({ label, url }: Offer): readonly RichTextElement[] => [
    { type: 'text', text: ' · ' },
    { type: 'link', url, text: label.toWellFormed() },
  ];
  return layOutOffers(offers, max, write, weight).flat().slice(1);
}

/** Buttons that act at once. What is read out of one says about what, since a chat has many. */
export function offerButtons(
  offers: readonly Offer[],
  title: string,
  max: number,
): ActionsBlock | undefined {
  const write = ({ action, label, token }: Offer): Button => {
    const name = cut(label.toWellFormed(), LABEL_CHARACTERS, characters);
    return {
      type: 'button',
      action_id: action,
      text: { type: 'plain_text', text: name, emoji: false },
      value: token,
      accessibility_label: cut(`${name}: ${title}`, LABEL_CHARACTERS, characters),
    };
  };
  const elements = layOutOffers(offers, max, write, weight);
  return elements.length === 0 ? undefined : { type: 'actions', elements: [...elements] };
}

function weight(part: unknown): number {
  return JSON.stringify(part).length + 1;
}
