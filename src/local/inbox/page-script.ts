/**
 * Adds each new message as it arrives. What it inserts was escaped by the server, by the same code
 * that renders the page.
 */
export const inboxScript = `
const feeds = [...document.querySelectorAll('[data-feed]')];
const live = document.querySelector('[data-live]');
const toEnd = (feed) => { feed.scrollTop = feed.scrollHeight; };
feeds.forEach(toEnd);

const events = new EventSource('events?after=' + document.body.dataset.last);
events.onopen = () => { live.classList.add('on'); };
events.onerror = () => { live.classList.remove('on'); };
events.addEventListener('message', ({ data }) => {
  const { id, channel, card, counts } = JSON.parse(data);
  if (document.getElementById('m' + id)) return;
  const feed = feeds.find((each) => each.dataset.feed === channel);
  const atEnd = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 80;
  feed.insertAdjacentHTML('beforeend', card);
  if (atEnd) toEnd(feed);
  for (const [name, count] of Object.entries(counts)) {
    document.querySelector('[data-count=' + name + ']').textContent = count;
  }
});
`;
