"""python -m telehealth"""

from telehealth.cli import main

main()
