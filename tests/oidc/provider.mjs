// A real OpenID provider (panva's oidc-provider): people, roles and sessions that a test sets.
// On loopback without TLS, or with PROVIDER_PEM at the address of PROVIDER_ISSUER.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import Provider from 'oidc-provider';

const port = Number(process.env.PROVIDER_PORT);
const ours = process.env.RELYING_PARTY; // where the staff pages are
const pem = process.env.PROVIDER_PEM && readFileSync(process.env.PROVIDER_PEM);
const issuer = process.env.PROVIDER_ISSUER ?? `http://localhost:${port}`;
const behind = process.env.RELYING_PARTY_BEHIND; // host:port where they answer without the proxy's TLS
const people = new Map(); // login -> claims; set over /test/people

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'plans',
    client_secret: 'of-a-test-and-nothing-else',
    redirect_uris: [`${ours}/sign-in/back`],
    post_logout_redirect_uris: [`${ours}/signed-out`],
    backchannel_logout_uri: `${ours}/sign-out/back-channel`,
    backchannel_logout_session_required: true,
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  pkce: { required: () => true },
  acrValues: ['two-factors'],
  claims: { openid: ['sub'], profile: ['name', 'roles'], acr: null, auth_time: null, sid: null },
  conformIdTokenClaims: false, // claims go into the ID token, as Entra ID does it
  findAccount: (_, login) =>
    people.has(login) && { accountId: login, claims: () => ({ sub: login, ...people.get(login) }) },
  async loadExistingGrant(ctx) { // our own client: nobody is asked for consent
    const { client, session } = ctx.oidc;
    const known = session.grantIdFor(client.clientId);
    if (known) return provider.Grant.find(known);
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
  },
  // its own fetch refuses private addresses, where all of this test lives
  fetch: (url, options) => (behind ? past(url, options) : direct(url, options)),
  cookies: { keys: ['of a test'] },
  ttl: { AccessToken: 300, IdToken: 300, Session: 3600, Interaction: 600, Grant: 3600 },
});
provider.on('server_error', (_, error) => console.error('server_error', error));
for (const name of ['backchannel.error', 'authorization.error', 'grant.error', 'end_session.error']) {
  provider.on(name, (_, error) => console.error(name, error?.message, error?.error_description));
}
const answer = provider.callback();

function direct(url, options) {
  delete options?.dispatcher;
  return globalThis.fetch(url, options);
}

function past(url, options) { // what a proxy does for whoever calls the staff pages by their name
  const { host, pathname } = new URL(url);
  const [address, at] = behind.split(':');
  const headers = { ...Object.fromEntries(new Headers(options.headers)), host, 'x-forwarded-proto': 'https' };
  return new Promise((done, failed) => {
    const asked = http.request(
      { host: address, port: at, path: pathname, method: options.method, headers },
      (answered) => { answered.resume(); done(new Response(null, { status: answered.statusCode })); },
    );
    asked.on('error', failed);
    asked.end(String(options.body));
  });
}

async function body(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html lang="en"><title>Council sign-in</title><h1>Council sign-in</h1>'
      + '<form method="post"><label for="login">User</label> <input id="login" name="login"> '
      + '<button>Sign in</button> <button name="turn" value="back">Cancel</button></form></html>');
    return;
  }
  const form = new URLSearchParams(await body(request));
  const login = form.get('login');
  const result = form.get('turn') || !people.has(login)
    ? { error: 'access_denied', error_description: 'turned back' }
    : { login: { accountId: login, acr: details.params.acr_values ?? 'password', amr: ['pwd'] } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function serve(request, response) {
  const { pathname } = new URL(request.url, issuer);
  try {
    if (pathname === '/test/people') {
      for (const [login, claims] of Object.entries(JSON.parse(await body(request)))) people.set(login, claims);
      response.end('set');
    } else if (pathname.startsWith('/interaction/')) {
      await interact(request, response);
    } else {
      await answer(request, response);
    }
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
}

const server = pem ? https.createServer({ key: pem, cert: pem }, serve) : http.createServer(serve);
server.listen(port, pem ? new URL(issuer).hostname : '127.0.0.1', () => console.log('up'));
