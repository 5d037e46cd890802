/* Overwriting in place behind a flush: one record of one page, a writer, a flusher with three cuts.
 * The writer may change a record of an older version where it is if nothing that is held needs it
 * so; it takes the durable word's claim back first. Asserted at the end of every flush: the disk
 * has the newest value written under a version up to the cut's.
 * Flags: BUG_KEEPCLAIM, BUG_HORIZONFIRST, BUG_NODRAIN, BUG_EARLYADVANCE. */
#define VALUES 4
#define CUTS 3

byte V = 1;
byte hold = 0;               /* version of the cut under way, 0 = none */
bool needs = false;          /* it has not flushed the page yet */
byte base = 0;               /* the base record, of version 1 */
bool touched = false;
bool clean = true;           /* with durable: one word */
byte durable = 0;
byte n = 0;                  /* tail entries of the key, oldest first */
byte value[VALUES + 1];
byte version[VALUES + 1];
byte disk = 0;
bool dirty = false;
bool pinned = false;
byte pin = 0;                /* counts pins */
byte newest[CUTS + 3];       /* value written last under each version */

#define NEEDED(r, v) (r != v && hold >= r && hold < v && hold != 0 && needs)

active proctype writer() {
  byte x = 0, v, r, h;
  bool q, may;
  do
  :: x == VALUES -> break
  :: x < VALUES ->
    x++;
    atomic { pinned = true; pin++ }
    if :: n > 0 -> r = version[n - 1] :: else -> r = 1 fi;
#ifdef BUG_HORIZONFIRST
    h = hold; q = needs;
    v = V;
    may = !(r != v && h >= r && h < v && h != 0 && q);
#else
    v = V;
    may = !(NEEDED(r, v));   /* in one step: the cursor belongs to the cut that was read, and only moves on */
#endif
    if
    :: may ->
      if
      :: n > 0 ->
#ifndef BUG_KEEPCLAIM
        if :: n - 1 < durable -> durable = n - 1 :: else fi;
#endif
        value[n - 1] = x
      :: else ->
#ifndef BUG_KEEPCLAIM
        if :: clean -> touched = false; clean = false :: else fi;
#endif
        base = x;
        touched = true
      fi
    :: else ->
      v = V;                 /* an append: the version is read behind the tail word */
      value[n] = x; version[n] = v;
      n++
    fi;
    newest[v] = x;
    if :: !dirty -> dirty = true :: else fi;
    pinned = false
  od
}

active proctype flusher() {
  byte cuts = 0, s, i, k, p, copy, lead, want;
  bool isdirty;
  do
  :: cuts == CUTS -> break
  :: cuts < CUTS ->
    cuts++;
    s = V;
    atomic { hold = s; needs = true }
    V = s + 1;
#ifndef BUG_NODRAIN
    p = pin;
    (!pinned || pin != p);
#endif
    if
    :: dirty ->
      dirty = false;
      d_step { k = durable; isdirty = clean }  /* the durable word as it was */
      lead = 0; i = 0;
      do :: i < n && version[i] <= s -> i++; lead = i :: else -> break od;
      if
      :: lead > 0 -> copy = value[lead - 1]; want = (lead - 1 >= k)
      :: else -> copy = base; want = (!isdirty && touched)
      fi;
#ifdef BUG_EARLYADVANCE
      needs = false;
#endif
      if :: want -> disk = copy :: else fi;
      atomic {
        assert(durable == k && clean == isdirty);  /* nobody takes back while a flush is under way */
        durable = lead; clean = true
      }
      if :: lead < n -> dirty = true :: else fi
    :: else
    fi;
    needs = false;
    d_step {
      want = 0; i = s;
      do :: i >= 1 && want == 0 -> want = newest[i]; i-- :: else -> break od;
    }
    assert(disk == want);
    hold = 0
  od
}
