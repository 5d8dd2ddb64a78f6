/**
 * The address that the app opens for a link: its own scheme holds another, for its side panel or for a
 * browser, which this page cannot tell apart.
 *
 * @see https://help.dingtalk.io/open/development/message-link-description
 */
export function openedBy(link: string): string {
  if (!URL.canParse(link)) return link;
  const { protocol, host, pathname, searchParams } = new URL(link);
  const isPage = protocol === 'dingtalk:' && `${host}${pathname}` === 'dingtalkclient/page/link';
  return (isPage && searchParams.get('url')) || link;
}
