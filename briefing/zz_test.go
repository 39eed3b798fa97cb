package briefing
import ("testing";"fmt")
func TestZZ(t *testing.T){
 for _,x:=range [][2]string{{"Meta faces new AI training lawsuit","Authors sued Meta in Karsk on Friday over the training of its AI."},{"Bank manager charged with fraud in Marand","A manager of the bank of Marand, Rolf Stade, was charged with fraud on Friday, prosecutors said."},{"Rolf Stade charged with fraud","Police in Marand charged Rolf Stade with fraud on Friday."}} {
  s:=report(1,"en","North Wire",x[0],x[1]); p:=newPeople([]source{s})
  h:=s.headline()
  fmt.Println(x[0],"mayHead",p.mayHead(h),accuses(x[0],"en"),"|",p.shown(s.quoted(0)))
 }
}
