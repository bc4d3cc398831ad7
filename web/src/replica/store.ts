import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Change, Entry, Failure, Head, Row } from "./types";

interface Schema extends DBSchema {
  rows: { key: [string, string]; value: Row };
  outbox: { key: number; value: Entry };
  failed: { key: string; value: Failure };
  head: { key: "head"; value: Head };
}

const stores = ["rows", "outbox", "failed", "head"] as const;

type Tx = IDBPTransaction<Schema, typeof stores, "readwrite">;

/** Another tab has become the leader: what this one was about to write is no longer its to write. */
export class Deposed extends Error {}

export interface Contents {
  head: Head;
  rows: Row[];
  outbox: Entry[];
  failed: Failure[];
}

const emptyHead: Head = { commit: 0, epoch: 0, since: 0, texts: [] };

/**
 * The durable half of the replica, one database for each person.
 *
 * All transactions are over all stores, so they have one total order, numbered
 * by `head.commit`. A tab that sees a number missing reads everything again;
 * that one rule is all that keeps tabs together.
 */
export class Store {
  private constructor(readonly db: IDBPDatabase<Schema>) {}

  static databaseName(person: string): string {
    return `cairn-${person}`;
  }

  /** `closed` is called when another tab deletes the database (log-out). */
  static async open(person: string, closed: () => void): Promise<Store> {
    const db = await openDB<Schema>(Store.databaseName(person), 1, {
      upgrade(database) {
        database.createObjectStore("rows", { keyPath: ["kind", "id"] });
        database.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
        database.createObjectStore("failed", { keyPath: "key" });
        database.createObjectStore("head");
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        closed();
      },
    });
    return new Store(db);
  }

  static async delete(person: string): Promise<void> {
    await deleteDB(Store.databaseName(person));
  }

  close(): void {
    this.db.close();
  }

  /** Everything, in one transaction. */
  async read(): Promise<Contents> {
    return contents(this.db.transaction(stores, "readonly"));
  }

  /** Makes this tab the only one that may use `asLeader`, and reads everything as it then is. */
  async lead(): Promise<Contents> {
    const tx = this.db.transaction(stores, "readwrite", { durability: "strict" });
    const all = await contents(tx);
    all.head = { ...all.head, epoch: all.head.epoch + 1 };
    await tx.objectStore("head").put(all.head, "head");
    await tx.done;
    return all;
  }

  /** One durable transaction of any tab. `work` may await nothing but the transaction. */
  async write(work: (tx: Tx, head: Head) => Promise<Omit<Change, "commit">>): Promise<Change> {
    return this.transact(null, work);
  }

  /** One durable transaction of the leader; throws Deposed, changing nothing, when it no longer is. */
  async asLeader(
    epoch: number,
    work: (tx: Tx, head: Head) => Promise<Omit<Change, "commit">>,
  ): Promise<Change> {
    return this.transact(epoch, work);
  }

  private async transact(
    epoch: number | null,
    work: (tx: Tx, head: Head) => Promise<Omit<Change, "commit">>,
  ): Promise<Change> {
    // 'strict': the promise resolves only when the data has reached the disk.
    const tx = this.db.transaction(stores, "readwrite", { durability: "strict" });
    try {
      const head = { ...((await tx.objectStore("head").get("head")) ?? emptyHead) };
      if (epoch !== null && head.epoch !== epoch) throw new Deposed();
      const change = await work(tx, head);
      for (const row of change.put ?? []) tx.objectStore("rows").put(row);
      for (const { kind, id } of change.drop ?? []) tx.objectStore("rows").delete([kind, id]);
      for (const failure of change.failed ?? []) tx.objectStore("failed").put(failure);
      for (const key of change.unfailed ?? []) tx.objectStore("failed").delete(key);
      if (change.watched) head.watched = change.watched;
      head.commit += 1;
      tx.objectStore("head").put(head, "head");
      await tx.done;
      return { ...change, commit: head.commit };
    } catch (error) {
      tx.done.catch(() => {});
      try {
        tx.abort();
      } catch {
        // It had already ended by itself.
      }
      throw error;
    }
  }
}

async function contents(
  tx: IDBPTransaction<Schema, typeof stores, "readonly" | "readwrite">,
): Promise<Contents> {
  const [head, rows, outbox, failed] = await Promise.all([
    tx.objectStore("head").get("head"),
    tx.objectStore("rows").getAll(),
    tx.objectStore("outbox").getAll(),
    tx.objectStore("failed").getAll(),
  ]);
  return { head: head ?? emptyHead, rows, outbox, failed };
}

export type { Tx };
