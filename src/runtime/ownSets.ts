/** The data sets that readers brought, kept in their browser: IndexedDB, one record for what is listed and one for the set itself. */
import type { DataSet } from '../recsys/types';
import type { OwnSet } from './intakeProtocol';

export interface OwnSets {
  /** Newest first. */
  list(): Promise<OwnSet[]>;
  /** Keeps a set under a fresh id; rejects when the browser refuses, such as for want of room. */
  add(data: DataSet): Promise<OwnSet>;
  /** The set itself; rejects when it is not kept any more. */
  read(id: string): Promise<DataSet>;
  remove(id: string): Promise<void>;
}

const DATABASE = 'handbook-data';
const LISTED = 'listed';
const SETS = 'sets';

/** @param factory the browser's IndexedDB; taken once, since the kernel's realm loses it */
export function ownSets(factory: IDBFactory | undefined): OwnSets {
  const open = (): Promise<IDBDatabase> => {
    if (!factory) return Promise.reject(new Error('this browser keeps no data for pages'));
    const request = factory.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(LISTED, { keyPath: 'id' });
      request.result.createObjectStore(SETS);
    };
    return result(request);
  };
  const within = async <T>(mode: IDBTransactionMode, act: (stores: IDBTransaction) => Promise<T>): Promise<T> => {
    const database = await open();
    try {
      const transaction = database.transaction([LISTED, SETS], mode);
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up keeping it'));
      });
      const [value] = await Promise.all([act(transaction), done]);
      return value;
    } finally {
      database.close();
    }
  };
  return {
    async list() {
      const sets = await within('readonly', (stores) => result<OwnSet[]>(stores.objectStore(LISTED).getAll()));
      return sets.sort((a, b) => b.added - a.added);
    },
    async add(data) {
      const set = describeSet(data);
      await within('readwrite', async (stores) => {
        await Promise.all([result(stores.objectStore(LISTED).put(set)), result(stores.objectStore(SETS).put(data, set.id))]);
      });
      return set;
    },
    async read(id) {
      const data = await within('readonly', (stores) => result<DataSet | undefined>(stores.objectStore(SETS).get(id)));
      if (!data) throw new Error('this data set is no longer kept in this browser: choose another one, or bring it again');
      return data;
    },
    async remove(id) {
      await within('readwrite', async (stores) => {
        await Promise.all([result(stores.objectStore(LISTED).delete(id)), result(stores.objectStore(SETS).delete(id))]);
      });
    },
  };
}

/** How a set is listed, under a fresh id. */
export function describeSet({ name, notice, interactions, users, items }: DataSet): OwnSet {
  const added = Date.now();
  const id = `${added.toString(36)}-${interactions.users.length.toString(36)}`;
  return { id, name, notice, rows: interactions.users.length, users: users.length, items: items.length, added };
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser refused'));
  });
}
