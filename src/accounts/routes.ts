import { Hono } from 'hono'
import { followedBy } from '../assignment/handover.ts'
import { leaveCounter } from '../dossiers/counter.ts'
import type { App, Env } from '../web/context.ts'
import { dropCookie, takeCookie } from '../web/cookies.ts'
import { limitTries, limitTriesAt } from '../web/limits.ts'
import { accessPath, endOne, endTheOthers, showAccess, takeNewCodes, takePassword } from './access.ts'
import { acceptInvitation, comeFromProvider, enter, leaveForProvider, showDoor, showInvitation } from './door.ts'
import { doorPath, halfWay, staffCookie, staffOnly, stepPath, withRight } from './guards.ts'
import { knownAtDoor, knownInside } from './known.ts'
import { forgetFactor, invitePerson, linkAgain, showPeople, showRoles, switchPerson } from './people.ts'
import { showPost, takePost } from './post.ts'
import { roomsOf } from './roles.ts'
import { signOut } from './sessions.ts'
import { showSetUp, showStep, takeSetUp, takeStep } from './step.ts'

/** /operatori: the door, the second factor, the one-time links, one's own sessions, and who works here. */
export function accountRoutes(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/operatori', staffOnly(app), (c) => c.redirect(roomsOf(c.get('member').role)[0]?.href ?? '/', 303))
    .get(doorPath, (c) => showDoor(app, c))
    .post(doorPath, limitTries(app, knownAtDoor(app)), limitTriesAt(app, 'email', knownAtDoor(app)), (c) => enter(app, c))
    .get('/operatori/ente', limitTries(app), (c) => leaveForProvider(app, c))
    .get('/operatori/ente/ritorno', limitTries(app), (c) => comeFromProvider(app, c))
    .post('/operatori/esci', (c) => {
      const token = takeCookie(app, c, staffCookie)
      if (token) signOut(app, token)
      leaveCounter(app, c)
      dropCookie(app, c, staffCookie)
      return c.redirect(doorPath, 303)
    })
    .get('/operatori/invito/:token', (c) => showInvitation(app, c))
    .post('/operatori/invito/:token', limitTries(app), (c) => acceptInvitation(app, c))
    .use(`${stepPath}/*`, halfWay(app))
    .get(stepPath, (c) => showStep(app, c))
    .post(stepPath, limitTries(app, knownInside(app)), (c) => takeStep(app, c))
    .get(`${stepPath}/imposta`, (c) => showSetUp(app, c))
    .post(`${stepPath}/imposta`, limitTries(app), (c) => takeSetUp(app, c))
    .use(`${accessPath}/*`, staffOnly(app))
    .get(accessPath, (c) => showAccess(app, c))
    .post(`${accessPath}/chiudi`, endOne(app))
    .post(`${accessPath}/chiudi-altri`, endTheOthers(app))
    .post(`${accessPath}/password`, limitTries(app), takePassword(app))
    .post(`${accessPath}/codici`, limitTries(app), takeNewCodes(app))
    .use('/operatori/persone/*', staffOnly(app), withRight(app, 'people'))
    .get('/operatori/persone', (c) => showPeople(app, c))
    .post('/operatori/persone', (c) => invitePerson(app, c))
    .get('/operatori/persone/ruoli', (c) => showRoles(app, c))
    .get('/operatori/persone/:id/posto', (c) => showPost(app, c))
    .post('/operatori/persone/:id/posto', (c) => takePost(app, c))
    .post('/operatori/persone/:id/attiva', (c) => switchPerson(app, c, (id) => followedBy(app.db, id).length > 0))
    .post('/operatori/persone/:id/invito', (c) => linkAgain(app, c))
    .post('/operatori/persone/:id/secondo-passo', (c) => forgetFactor(app, c))
}
