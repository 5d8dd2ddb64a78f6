/**
 * Switches between apps, adds each new message as it arrives, and tells the inbox of presses. What it
 * inserts was escaped by the server, by the same code that renders the page.
 */
export const inboxScript = `
const live = document.querySelector('[data-live]');
const tabs = [...document.querySelectorAll('[data-tab]')];
const apps = [...document.querySelectorAll('[data-app]')];
const phone = matchMedia('(max-width: 760px)');
let chosen = tabs.find((tab) => tab.hasAttribute('aria-current')).dataset.tab;
let front = apps.find((app) => app.classList.contains('front'));

const feedOf = (app) => app.querySelector('.feed');
const tabOf = (app) => tabs.find((tab) => tab.dataset.tab === app.dataset.app);
const isOpen = (app) => app.offsetParent !== null;

function arrange() {
  document.body.classList.toggle('alone', chosen !== '');
  for (const app of apps) app.classList.toggle('front', app === front);
  const here = phone.matches ? front.dataset.app : chosen;
  for (const tab of tabs) {
    if (tab.dataset.tab === here) {
      tab.setAttribute('aria-current', 'true');
      // Sideways only: a tab row that is wider than the phone.
      tab.parentElement.scrollLeft = tab.offsetLeft - (innerWidth - tab.offsetWidth) / 2;
    } else tab.removeAttribute('aria-current');
  }
  for (const app of apps) if (isOpen(app)) tabOf(app).classList.remove('fresh');
}

for (const tab of tabs) {
  tab.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    chosen = tab.dataset.tab;
    front = apps.find((app) => app.dataset.app === chosen) ?? front;
    history.replaceState(null, '', tab.href);
    arrange();
  });
}
phone.addEventListener('change', arrange);
arrange();

// A feed that is read at its end stays there, whatever arrives and however it is resized.
const left = new WeakSet();
const keepEnd = (feed) => { if (!left.has(feed)) feed.scrollTop = feed.scrollHeight; };
const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => keepEnd(target)));
for (const feed of apps.map(feedOf)) {
  feed.addEventListener('scroll', () => {
    const toEnd = feed.scrollHeight - feed.scrollTop - feed.clientHeight;
    if (toEnd < 80) left.delete(feed);
    else left.add(feed);
  });
  resized.observe(feed);
}

// A press is answered by whoever the app tells of it. Where that fails, people see a warning, as in the app.
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-press]');
  if (!button || button.ariaBusy) return;
  const row = button.parentElement;
  row.querySelector('.trouble')?.remove();
  button.ariaBusy = 'true';
  const id = button.closest('.message').id.slice(1);
  const pressed = fetch('/messages/' + id + '/press', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ button: button.dataset.press }),
  });
  const { why } = await pressed.then((answer) => answer.json()).catch(() => ({ why: 'The inbox is gone.' }));
  button.ariaBusy = null;
  if (!why) return;
  const trouble = document.createElement('span');
  trouble.className = 'trouble';
  trouble.role = 'alert';
  trouble.textContent = '⚠ ' + why;
  row.append(trouble);
});

const events = new EventSource('/events?after=' + document.body.dataset.last);
events.onopen = () => { live.classList.add('on'); };
events.onerror = () => { live.classList.remove('on'); };
events.addEventListener('message', ({ data }) => {
  const { id, channel, card, counts } = JSON.parse(data);
  if (document.getElementById('m' + id)) return;
  const app = apps.find((each) => each.dataset.app === channel);
  const feed = feedOf(app);
  feed.insertAdjacentHTML('beforeend', card);
  feed.lastElementChild.classList.add('new');
  if (chosen === '' && !front.classList.contains('filled')) front = app;
  app.classList.add('filled');
  const tab = tabOf(app);
  tab.classList.remove('quiet');
  tab.querySelector('b').textContent = feed.querySelectorAll('.message').length;
  arrange();
  if (!isOpen(app)) tab.classList.add('fresh');
  keepEnd(feed);
  for (const [name, count] of Object.entries(counts)) {
    document.querySelector('[data-count=' + name + ']').textContent = count;
  }
});
`;
