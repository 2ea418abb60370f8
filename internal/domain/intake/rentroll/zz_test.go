package rentroll
import ("testing";"strings";"time";"fmt";"os")
func TestZZ(t *testing.T){
 d,_:=os.ReadFile("testdata/appfolio-rent-roll.csv"); h:=strings.SplitN(string(d),"\n",2)[0]+"\n"
 for n,l:=range map[string]string{"st":"-> a - 1 "+strings.Repeat("St ",95)+", OK 74104\n","n":"\"-> a - 1 "+strings.Repeat("N ",130)+", OK 74104\"\n","ln":"\"-> a - 1 "+strings.Repeat("Ln ",95)+", OK 74104\"\n","dash":"\"-> a"+strings.Repeat(" - 1",65)+" Ln Tulsa, OK 74104\"\n"}{
  t0:=time.Now(); var b strings.Builder;b.WriteString(h); for i:=0;i<99000;i++{b.WriteString(strings.Replace(l,"a",fmt.Sprint("a",i),1))}
  r,is,err:=Read("x",[]byte(b.String()),Options{}); if err!=nil{t.Log(n,err);continue}; t.Log(n,time.Since(t0),len(r.Properties),is[0])
 }
 t0:=time.Now(); var b strings.Builder;b.WriteString(h);b.WriteString("\"-> a - 1 Elm Street Tulsa, OK 74104\"\n"); for i:=0;i<99000;i++{fmt.Fprintf(&b,"%d,,1/1.00,Gaëlle Cartwright,Ingrid Silverthorne,Current,680,\"1,255.00\",\"1,165.00\",0.00,0.00,02/26/2026,02/25/2027,02/26/2025,,75.00,0,2\n",i)}
 _,is,err:=Read("x",[]byte(b.String()),Options{}); t.Log(time.Since(t0),err,is[0])
}
