import type { StandInServer } from './stand-in-server.ts';

export interface StandInTicket {
  readonly id: string;
  readonly case_id: string;
  title: string;
  body: string;
  open: boolean;
  as_of: string;
  assignee: string;
}

/** What the stand-ins of all CRMs share. */
export interface CrmStandIn extends StandInServer {
  /** The configuration of the sink that leads here. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly tickets: readonly StandInTicket[];
  /** Events whose state some ticket was brought to. */
  readonly applied: ReadonlySet<string>;
  /** Refuses the ticket of this event for good. */
  refuse(eventId: string): void;
}

export class CrmMemory {
  readonly tickets: StandInTicket[] = [];
  readonly applied = new Set<string>();
  readonly refused = new Set<string>();

  /** @returns the id of the event that a text leads back to */
  eventOf(body: string): string {
    const eventId = /^Event: (\S+)$/m.exec(body)?.[1];
    if (eventId === undefined) throw new Error('the text does not lead back to its event');
    return eventId;
  }

  create(given: Omit<StandInTicket, 'id'>): StandInTicket {
    if (this.tickets.some((ticket) => ticket.case_id === given.case_id)) throw new Error('a second ticket of one case');
    const ticket = { ...given, id: String(101 + this.tickets.length) };
    this.tickets.push(ticket);
    return ticket;
  }

  change(id: string, change: Partial<StandInTicket>): StandInTicket {
    const ticket = this.tickets.find((candidate) => candidate.id === id);
    if (ticket === undefined) throw new Error(`there is no ticket ${id}`);
    return Object.assign(ticket, change);
  }
}
