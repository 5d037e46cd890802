/* Model D2: settling a merge whose commit was lost, with block memory reused.
 * Right PID r, its mapping word names an address (0..NA-1); birth[] says which block is there now. An absorbing block M, conditional,
 * recorded r's address and birth. The right page is replaced again and again by a writer, which retires old blocks; a block is freed
 * when no pin taken before its retirement is left, and then reused. A helper that must replace M settles it at any time.
 * Asserted: a redirect is only ever written over the very block that M copied.
 * -DBUG_WORDONLY: compare the recorded word alone, as a word of an older pin. Fails.
 * -DBUG_FLAG: word alone, but only while a "lost" flag the merger sets before its unpin is clear. Fails, too: the check is too early.
 */
#define NA 2
#ifndef WRITES
#define WRITES 4
#endif
#define NONE 9
byte birth[NA];       /* block at each address */
byte ret[NA];         /* pins (bit set) that may still see a retired block; 0 and not current: free */
byte word = 0;        /* r's mapping word: an address, or NONE once redirected */
byte pins = 0;        /* bit 0 merger, 1 helper, 2 writer */
bit lost = 0;
byte mword, mbirth, nextb = 1;
bit installed = 0;    /* M is in place of the left page */

inline settle(me) {
  seen = word;
#ifdef BUG_WORDONLY
  atomic { if :: word == mword -> assert(birth[word] == mbirth); word = NONE :: else fi }
#else
#ifdef BUG_FLAG
  atomic { ok = !lost }
  if :: ok -> atomic { if :: word == mword -> assert(birth[word] == mbirth); word = NONE :: else fi }
     :: else
  fi
#else
  atomic { ok = (seen != NONE && seen == mword) }
  if :: ok -> atomic { ok = (birth[seen] == mbirth) } :: else fi
  if :: ok -> atomic { if :: word == seen -> assert(birth[word] == mbirth); word = NONE :: else fi }
     :: else
  fi
#endif
#endif
}
proctype Merger() { byte seen; bit ok;
  atomic { pins = pins | 1; mword = word; mbirth = birth[word] }
  installed = 1;
  settle(0);
  lost = 1;
  atomic { pins = pins & 6; ret[0] = ret[0] & 6; ret[1] = ret[1] & 6 }
  skip }
proctype Helper() { byte seen; bit ok;
  installed == 1;
  pins = pins | 2;
  settle(1);
  atomic { pins = pins & 5; ret[0] = ret[0] & 5; ret[1] = ret[1] & 5 }
  skip }
proctype Writer() { byte n, a, o;
  do :: n < WRITES ->
     pins = pins | 4;
     o = word;
     if :: o == NONE -> n = WRITES
        :: else ->
           a = 1 - o;
           if :: ret[a] == 0 ->   /* memory is at hand */
                 atomic { nextb++; birth[a] = nextb }
                 atomic { if :: word == o -> word = a; ret[o] = pins :: else fi }
              :: else -> skip
           fi
     fi;
     atomic { pins = pins & 3; ret[0] = ret[0] & 3; ret[1] = ret[1] & 3 }
     n++
  :: else -> break od }
init { atomic { birth[0] = 1; run Merger(); run Helper(); run Writer() } }
