// ?service=<origin>&recipient=<id>, and &client=<origin> to take the client from there instead of from this origin.
const asked = new URLSearchParams(location.search);
const { NotificationFeed } = await import(`${asked.get('client') ?? ''}/client/notification-bell.js`);

window.recipient = asked.get('recipient');
window.renewals = 0;
window.feed = new NotificationFeed({
  baseUrl: asked.get('service'),
  getToken: async (refresh) => {
    window.renewals += refresh ? 1 : 0;
    return (await fetch(`/token?recipient=${window.recipient}`)).text();
  },
});
document.querySelector('notification-bell').feed = window.feed;
window.feed.start();
