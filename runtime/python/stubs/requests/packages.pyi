import urllib3 as urllib3
