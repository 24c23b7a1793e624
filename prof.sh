#!/bin/bash
# usage: prof.sh binary contender rounds out
ONLY=$2 valgrind --tool=callgrind --callgrind-out-file=$4 $1 judge --messages 50 --rounds $3 2>&1 | grep -E "Collected" | awk '{print $4}'
